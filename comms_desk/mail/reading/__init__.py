"""A mail that came, read as far as any slice needs: opened, what it quotes, its signature."""
