"""How the Vietnamese recogniser is made: lines drawn from text, a network, its training, export."""
