"""What goes wrong in an expected way."""


class Error(Exception):
    """Something cannot be read, opened or found. Its text is what the command line prints: `where: message`.

    where: the file, the document or the store; empty if there is no place. message: what is wrong and what would be right.
    """

    where: str
    message: str

    def __init__(self, where: str, message: str) -> None:
        super().__init__(where, message)
        self.where = where
        self.message = message

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message
