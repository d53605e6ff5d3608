namespace Tasker.Cli.Sessions;

/// <summary>What a terminal tells whoever fills it. Each may come on any thread.</summary>
internal interface ITerminalListener
{
    /// <summary>A key was pressed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="next">Lets the next one be read. Who leaves does not call it, so that what is typed then is for whoever comes after.</param>
    void Pressed(ConsoleKeyInfo key, Action next);

    /// <summary>The terminal has another size.</summary>
    void Resized();

    /// <summary>The program is put aside when this returns; the terminal must be as it was before it.</summary>
    void Suspending();

    /// <summary>The program goes on.</summary>
    void Continued();
}
