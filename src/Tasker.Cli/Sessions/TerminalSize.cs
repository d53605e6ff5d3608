namespace Tasker.Cli.Sessions;

/// <summary>How large the terminal is.</summary>
internal static class TerminalSize
{
    /// <summary>Columns and rows as they are now; 80 and 24 when nobody can tell.</summary>
    public static (int Width, int Height) Ask()
    {
        try
        {
            var (width, height) = (Console.WindowWidth, Console.WindowHeight);
            return (width > 0 ? width : 80, height > 0 ? height : 24);
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return (80, 24);
        }
    }
}
