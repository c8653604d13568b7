"""The exercises of lesson 4, a file each."""
