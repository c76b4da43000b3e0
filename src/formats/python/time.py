def milliseconds(cell):
    #: time
    moment = datetime.fromisoformat(cell.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return round(moment.timestamp() * 1000.0)
