"""Pages as markup: from bytes to rows, with the headings that stand over them."""
