"""The exercises of lesson 1, a file each."""
