"""What models with weights share: opening them, their memory, quantisation and adapters."""
