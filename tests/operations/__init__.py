"""The portal as it runs in production: its files, its processes, its handbook."""
