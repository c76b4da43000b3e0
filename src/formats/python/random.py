class Random:
    #: random

    def __init__(self, seed, stream):
        self.step = (stream << 1 | 1) & MASK_64
        self.state = ((seed + self.step) * MULTIPLIER + self.step) & MASK_64

    def bits(self):
        old = self.state
        self.state = (old * MULTIPLIER + self.step) & MASK_64
        mixed = ((old >> 18 ^ old) >> 27) & MASK_32
        turn = old >> 59
        return (mixed >> turn | mixed << (-turn & 31)) & MASK_32

    def below(self, bound):
        #: below
        product = self.bits() * bound
        while product & MASK_32 < bound and product & MASK_32 < -bound % 2**32 % bound:
            product = self.bits() * bound
        return product >> 32

    def unit(self):
        return (self.bits() >> 8) / 2.0**24

    def normal(self):
        while True:
            x, y = 2 * self.unit() - 1, 2 * self.unit() - 1
            square = x * x + y * y
            if 0 < square < 1:
                return x * math.sqrt(-2 * math.log(square) / square)

    def shuffle(self, items):
        #: shuffle
        for last in range(len(items) - 1, 0, -1):
            chosen = self.below(last + 1)
            items[last], items[chosen] = items[chosen], items[last]


MULTIPLIER = 6364136223846793005
MASK_32, MASK_64 = 2**32 - 1, 2**64 - 1
#: streams
WEIGHTS, SHUFFLE, DROPOUT, SPLIT = 1, 2, 3, 4
