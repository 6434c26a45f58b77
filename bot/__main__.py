"""`strategibot` and `python -m bot`."""


def main() -> None:
    from bot.cli import run

    run()


if __name__ == "__main__":
    main()
