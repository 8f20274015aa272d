"""Mở Đường: an offline survey of IT and telecom infrastructure, from commune to district."""

__version__ = "0.1.0"
