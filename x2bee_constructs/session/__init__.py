"""Sessions: where they are kept, and how services reach them."""
