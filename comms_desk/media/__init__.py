"""The press trade: outlets and contacts, feeds and articles, watches, drafting."""
