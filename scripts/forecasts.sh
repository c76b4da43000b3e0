#!/usr/bin/env bash
# Prints the README's table of day-ahead forecasts: Recommended and Quick (mean of three seeds) beside the simple methods,
# measured here, and beside scikit-learn 1.9.1 on the same rows, measured elsewhere.
#
#   scripts/forecasts.sh [STEEL.csv]
#
# STEEL.csv: hourly electricity of a steel plant in 2018 with the columns time and usage_kwh (the UCI data set "Steel
# Industry Energy Consumption", its quarter hours summed). It is not part of this repository, so its row says so without
# the file.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
cargo build --release --quiet --bin headless

# figure FILE TARGET KNOWN PRESET SEED: "RMSE linear yesterday last-week".
figure() {
  local known=()
  [ -z "$3" ] || known=(--known "$3")
  target/release/headless train "$1" --target "$2" --time time --horizon 24 ${known[@]+"${known[@]}"} \
    --preset "$4" --split chronological --test-share 0.2 --seed "$5" --json |
    python3 -c '
import json, sys
said = json.load(sys.stdin)
simple = {own["name"]: own["rmse"] for own in said["baselines"]}
print(said["model"]["rmse"], simple["linear"], simple["yesterday"], simple["last_week"], said["judge"][0]["standing"])'
}

# row NAME FILE TARGET KNOWN MLP HGB: scikit-learn's MLPRegressor of the article and its default
# HistGradientBoostingRegressor on the same rows.
row() {
  if [ ! -f "$2" ]; then
    printf '| %s | not included | | | | | | |\n' "$1"
    return
  fi
  for seed in 1 2 3; do
    echo "recommended $(figure "$2" "$3" "$4" recommended "$seed")"
    echo "quick $(figure "$2" "$3" "$4" quick "$seed")"
  done | python3 -c '
import sys
name, mlp, hgb = sys.argv[1:]
rows = [line.split() for line in sys.stdin]
mean = lambda preset: sum(float(row[1]) for row in rows if row[0] == preset) / 3
linear, day, week = (float(rows[0][place]) for place in (2, 3, 4))
show = lambda value: f"{float(value):.4g}"
best = min(linear, day, week)
own = mean("recommended")
words = {"better": "better", "no_better": "no better", "worse": "worse"}
quick = mean("quick")
standing = "/".join(dict.fromkeys(words[row[5]] for row in rows if row[0] == "recommended"))
print(f"| {name} | {show(min(day, week))} | {show(linear)} | {show(mlp)} | {show(hgb)} | {show(quick)} "
      f"| **{show(own)}** | {100 * (1 - own / best):+.1f} %, {standing} |")' "$1" "$5" "$6"
}

echo '| day ahead, RMSE on the test rows | best naive | linear | scikit-learn, article | scikit-learn, boosting | Quick | Recommended | skill, paired test |'
echo '|---|---|---|---|---|---|---|---|'
examples=static/examples
row 'demand of Victoria, MW' $examples/vic_elec_2014.csv demand_mw temp_c,workday 254.952 245.292
row '17 homes, load, kWh' $examples/homes_ca_2016.csv load_kwh temp_c 6.09489 5.61916
row '17 homes, grid intensity, g/kWh' $examples/homes_ca_2016.csv intensity_g_kwh '' 27.1719 23.1121
row 'Germany, grid intensity, g/kWh' $examples/grid_de_2018.csv intensity_g_kwh '' 114.351 100.983
row 'Germany, price, EUR/MWh' $examples/grid_de_2018.csv price_eur_mwh '' 14.3712 13.5118
row 'steel plant, kWh' "${1:-}" usage_kwh '' 72.4862 70.4497
row 'shared bikes, rentals' $examples/bike_dc_2012.csv rentals workingday,holiday,temp_c,humidity_pct,wind_kmh 79.3072 74.3349
