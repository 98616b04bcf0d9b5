"""The pictures, looked at pixel by pixel."""
