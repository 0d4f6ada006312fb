"""What administrators read: accounts and their acts, nothing clinical."""
