-- Run once on a new cluster, native and Docker alike; one command per line.
CREATE ROLE train_tracker LOGIN;
CREATE DATABASE train_tracker OWNER train_tracker;
