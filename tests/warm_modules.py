"""What commands load, loaded once: every module of the command line and what those load late."""

import importlib
import pkgutil

import cli
import flows.keeping
import flows.looking
import search

for package in (cli, flows.keeping, flows.looking, search):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)
