"""How French names sound: the rules from spelling to sound, and the codes by which names that sound alike meet."""
