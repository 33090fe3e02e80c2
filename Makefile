# Train Tracker. The work is done by cli/dev (our own process), kafka/native (the servers) and tests/run.

.DEFAULT_GOAL := help
.PHONY: help build up down demo test bench

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "make %-6s %s\n", $$1, $$2}'

build:
	@cli/dev/build

up: build ## start everything, return when it is ready, print the addresses
	@cli/dev/up

down: ## end all that `make up` started; the data stays
	@cli/dev/down

demo: build ## up, then import a history: FILE=my.csv SOURCE=strong UNIT=kg ZONE=Europe/Berlin, or a generated one
	@cli/dev/demo

test: ## every test that this machine can run
	@tests/run

bench: build ## up, then measure
	@cli/dev/up
	@target/release/train-tracker bench
