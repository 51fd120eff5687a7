"""What is asked from inside the portal: sessions, addresses of pages, and statements."""
