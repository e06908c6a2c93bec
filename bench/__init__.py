"""What is measured, beside what it is compared with: `python -m bench --help`."""
