namespace Tasker.Cli.Sessions;

/// <summary>What the program ends with. Few, and each means something to do.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Work failed, or what was asked was refused.</summary>
    public const int Failed = 1;

    /// <summary>Wrong input or usage: mend it and ask again.</summary>
    public const int WrongInput = 2;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}
