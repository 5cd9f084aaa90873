"""The disposal case (hồ sơ hủy): from the proposal to signed minutes, one lawful step at a time."""
