"""Replies to journalists: receipts, answers, referrals; to whom, and what became of them."""
