"""What the load of every system uses: expectations, ground truth, control, catalogue."""
