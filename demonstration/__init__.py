"""The demonstration programme: invented people in real towns, the mailbox, the sign-in cards."""
