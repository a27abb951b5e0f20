"""What several tests stand on: servers on loopback, databases, fakes."""
