"""What is wrong with a question tree: rules over its definition, for whoever writes one."""
