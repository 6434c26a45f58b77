"""`strategibot` and `python -m bot`."""


def main() -> None:
    from bot.cli import app

    app()


if __name__ == "__main__":
    main()
