"""The import of two million judged rows beside sqlite3 (import_rows_bench), and, for the record, the same file by PostgreSQL and DuckDB."""
import shutil
import statistics
import subprocess

from measures import measure, unmeasured

ROWS = 2_000_000
ROUNDS = 2


def per_second(name, seconds):
    return measure(f"{name} of the same file into the same table, nothing judged", ROWS / statistics.median(seconds), "rows/s")


def by_postgresql(file, wrapper):
    """COPY through psql, in a cluster that forgets everything when it stops: an empty cell is an empty text."""
    if shutil.which("pg_virtualenv") is None:
        return unmeasured("PostgreSQL COPY of the same file", "rows/s", "postgresql-common is not installed")
    with file.open(encoding="utf-8") as lines:
        columns = ", ".join(f"{name} text NOT NULL" for name in lines.readline().strip().split(";"))
    script = file.with_suffix(".sql")
    copy = f"\\copy rna FROM '{file}' WITH (FORMAT csv, HEADER, DELIMITER ';', NULL '\\N')"
    script.write_text(f"\\timing on\nCREATE TABLE rna ({columns});\n" + ROUNDS * f"TRUNCATE rna;\n{copy}\n", encoding="utf-8")
    run = subprocess.run([*wrapper, "psql", "-X", "-v", "ON_ERROR_STOP=1", "-f", script], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"psql: {run.stderr[-1000:]}")
    said = run.stdout.splitlines()
    took = [float(said[at + 1].split()[1]) / 1000 for at, line in enumerate(said) if line == f"COPY {ROWS}"]
    if len(took) != ROUNDS:
        raise RuntimeError(f"psql said: {run.stdout[-1000:]}")
    return per_second("PostgreSQL COPY", took)


def by_duckdb(file, folder):
    if not (folder / "node_modules/@duckdb").is_dir():
        return unmeasured("DuckDB of the same file", "rows/s", "tools/install.sh bench was not run")
    took = []
    for number in range(ROUNDS):
        database = file.with_suffix(f".{number}.duckdb")
        run = subprocess.run(["node", folder / "duckdb_peer.mjs", file, database], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(f"DuckDB: {run.stderr[-1000:]}")
        database.unlink()
        took.append(float(run.stdout))
    return per_second("DuckDB read_csv", took)


def run(world, run_program, wrapper, here):
    folder = world.folder / "rows"
    folder.mkdir()
    measures = run_program(world, "import_rows_bench", [str(ROWS), folder])
    file = folder / "rna.csv"
    if file.is_file():
        measures += [by_postgresql(file, wrapper), by_duckdb(file, here)]
    shutil.rmtree(folder)
    return measures
