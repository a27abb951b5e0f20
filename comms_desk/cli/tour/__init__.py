"""The four jobs end to end, on the sample desk, with real parts on loopback."""
