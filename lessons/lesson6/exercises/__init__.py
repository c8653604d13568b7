"""The exercises of lesson 6, a file each."""
