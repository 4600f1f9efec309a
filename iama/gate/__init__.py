"""The gate of CI: a pure function from the files of dossiers to findings about their substance."""
