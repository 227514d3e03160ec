"""From text to dates, figures, references, units and modality; this wing knows nothing of files."""
