"""The exercises of lesson 3, a file each."""
