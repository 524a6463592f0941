"""Which providers have ever carried a message?"""

from warehouse.reading import Warehouse

SQL = "SELECT DISTINCT provider FROM daily WHERE provider <> '' ORDER BY provider"


def providers(warehouse: Warehouse) -> tuple[str, ...]:
    """Their names as in the source, in alphabetical order."""
    return tuple(warehouse.read(SQL).get_column("provider"))
