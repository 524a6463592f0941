"""The browser harness, for the tests that end on a page."""

from tests.browser.conftest import (  # noqa: F401  # fixtures are found by their names
    browser,
    complaints,
    open_page,
    page,
    pytest_runtest_makereport,
)
