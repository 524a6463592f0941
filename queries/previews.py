"""How does the text of each of these messages begin?"""

from collections.abc import Sequence

from warehouse.reading import Warehouse

LENGTH = 120  # characters

SQL = f"SELECT message_id, left(text, {LENGTH}) AS preview FROM contents WHERE message_id IN (SELECT unnest($ids::VARCHAR[]))"


def previews(warehouse: Warehouse, ids: Sequence[str]) -> dict[str, str]:
    """By message id; a message whose text the source does not keep is missing."""
    rows = warehouse.read(SQL, {"ids": list(ids)})
    return {message_id: preview for message_id, preview in rows.iter_rows() if preview}
