"""Arrays as rows of text: a table, a heat map, sparklines. Only the rows in view are made."""

from backstep.stepper.arrays.heat import heat_rows
from backstep.stepper.arrays.rows import Rows, joined, rows_of
from backstep.stepper.arrays.sparks import spark_rows
from backstep.stepper.arrays.summary import summary_rows
from backstep.stepper.arrays.table import table_rows

__all__ = ["Rows", "heat_rows", "joined", "rows_of", "spark_rows", "summary_rows", "table_rows"]
