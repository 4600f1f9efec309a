"""How much there may be of everything, so that no file of a stranger takes the memory or the time of a job.

Each is several times what honest files have: a decision about two assessments takes 0.2 MB with its pages, and rests
on question trees of 0.6 MB together. What is over a limit is a finding before it is parsed, and mostly before it is
read.
"""

MAX_BYTES = 5_000_000  # of any file that is parsed
MAX_DEPTH = 64  # levels of YAML
MAX_NODES = 100_000  # values in one YAML file
DOSSIER_BYTES = 10_000_000  # of the YAML files of a dossier together
DOSSIER_MARKS = 60_000  # line ends, commas, brackets, stars and such in those: what takes time to read and to render
JSON_MARKS = 200_000  # commas and brackets in one JSON document
FOLDER_FILES = 500  # in a dossier
APPROVED_FILES = 2_000  # in its folder of what was approved: four for a decision, and three for each more language
APPROVED_BYTES = 200_000_000  # of that folder; they are read one at a time

BUNDLE_BYTES = 200_000_000  # of an archive, and of its files together
BUNDLE_FILES = 2_500
BUNDLE_NAMES = 1_000_000  # bytes of its table of contents
BUNDLE_TREES = 10_000_000  # bytes of all its question trees and legal facts
PAGE_BYTES = 20_000_000  # of a report in it, which is compared and not parsed

DOCUMENT_BYTES = 100_000_000  # of a document that an answer names, which is hashed in pieces
DOCUMENTS_BYTES = 200_000_000  # of all documents of a dossier
INVENTORY_BYTES = 20_000_000  # of a table of algorithms, such as the download of the register
THEME_BYTES = 64 * 1024
LOGO_BYTES = 100 * 1024
INVENTORY_ROWS = 20_000
INVENTORY_ROW = 500_000  # characters of one
INVENTORY_CELLS = 200_000  # of a workbook, that hold something
WORKBOOK_BYTES = 40_000_000  # of the XML in it that is read
WORKBOOK_FILES = 2_000
RESULT_FILES = 500  # results of other repositories
CONFIGURATION_BYTES = 250_000
HOUSE_PACKS = 20  # in one project
HOUSE_FILES = 200  # in one pack
HOUSE_BYTES = 5_000_000  # of them together
HOUSE_DEPTH = 4  # folders below it
TEXT_LENGTH = 50_000  # characters of one answer, note, reason or cell

OFFICE_BYTES = 50_000_000  # of a Word document that comes back, pictures included
OFFICE_PART = 20_000_000  # of one part of it, unpacked
OFFICE_ELEMENTS = 400_000  # of one part; a sheet of all questions has some 20,000
OFFICE_DEPTH = 200  # of one part
SHEET_FIELDS = 1_000  # in a sheet that comes back, rows that were added included
CARD_ANSWERS = 1_000  # in an assessment card; IAMA 1.0 has 57 questions

OFFICIAL_PASSAGES = 2_000  # with a number, in an official file; the longest list has some 140
OFFICIAL_WORDS = 20_000  # characters of one of its texts
OFFICIAL_DEPTH = 12  # of headings in it
