"""Who comes to the desk in tests."""

from argon2 import PasswordHasher

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests prove flow, not cost
PASSWORD = "четыре случайных слова здесь"
PEOPLE = {
    "Анна": ("analyst", ""), "Борис": ("moderator", "бизнес"), "Нина": ("moderator", "наука"),
    "Влад": ("viewer", ""),
}  # fmt: skip
