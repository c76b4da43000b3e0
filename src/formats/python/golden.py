def golden(number):
    #: golden
    return (number * 2654435761 % 2**32) / 2**32
