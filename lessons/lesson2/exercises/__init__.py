"""The exercises of lesson 2, a file each."""
