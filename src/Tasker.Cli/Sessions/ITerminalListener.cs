namespace Tasker.Cli.Sessions;

/// <summary>What a terminal tells whoever fills it. Each may come on any thread.</summary>
internal interface ITerminalListener
{
    /// <summary>A key was pressed.</summary>
    void Pressed(ConsoleKeyInfo key);

    /// <summary>The terminal has another size.</summary>
    void Resized();

    /// <summary>The program is put aside when this returns; the terminal must be as it was before it.</summary>
    void Suspending();

    /// <summary>The program goes on.</summary>
    void Continued();
}
