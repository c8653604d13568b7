"""The exercises of lesson 5, a file each."""
