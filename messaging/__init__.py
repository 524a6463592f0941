"""What the trade knows: channels, statuses, failures, SMS segments, phones. No input, no output."""
