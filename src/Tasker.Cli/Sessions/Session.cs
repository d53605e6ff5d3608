using System.Text;
using Tasker.Cli.Screens;

namespace Tasker.Cli.Sessions;

/// <summary>What one invocation of the program is given by its surroundings. Tests give their own.</summary>
internal sealed class Session
{
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    private readonly Lazy<TextWriter> _out;
    private readonly Lazy<TextWriter> _error;

    /// <param name="output">Opens standard output; called when something is written to it.</param>
    /// <param name="error">Opens standard error; called when something is written to it.</param>
    public Session(Func<TextWriter> output, Func<TextWriter> error) =>
        (_out, _error) = (new Lazy<TextWriter>(output), new Lazy<TextWriter>(error));

    /// <summary>Gets what was asked for: lists, drawings, JSON.</summary>
    public TextWriter Out => _out.Value;

    /// <summary>Gets what is told beside it: problems, progress when standard output holds JSON.</summary>
    public TextWriter Error => _error.Value;

    /// <summary>True when a person looks at standard output.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when a person looks at standard error.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>True when a person types on standard input.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Columns and rows of the terminal; asked again whenever it is painted.</summary>
    public Func<(int Width, int Height)> Size { get; init; } = () => (80, 24);

    /// <summary>Opens standard input; called when something is read from it.</summary>
    public Func<Stream> In { get; init; } = () => Stream.Null;

    /// <summary>The folder that relative paths start from; absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Variables of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>All variables of the environment; for the masking of secrets.</summary>
    public Func<IEnumerable<KeyValuePair<string, string>>> AllVariables { get; init; } = () => [];

    /// <summary>Listens for the signals that ask the program to stop; null: nobody asks.</summary>
    public Func<Action, IDisposable>? StopSignals { get; init; }

    /// <summary>Listens to the terminal: keys, its size, being put aside; null: there is nobody.</summary>
    public Func<ITerminalListener, IDisposable>? Terminal { get; init; }

    /// <summary>Ends the process at once; for the second Ctrl-C.</summary>
    public Action<int> Exit { get; init; } = _ => { };

    /// <summary>How this program is started again: the file and the arguments before those of a command.</summary>
    public (string File, string[] Arguments) Self => FindSelf();

    /// <summary>Finds out <see cref="Self"/>.</summary>
    public Func<(string File, string[] Arguments)> FindSelf { get; init; } = () => ("tasker", []);

    /// <summary>The folder of this program, so that agents and steps that call <c>tasker</c> find it; null where it is no program of its own.</summary>
    public string? OwnFolder => Self.Arguments.Length == 0 ? Path.GetDirectoryName(Self.File) is { Length: > 0 } folder ? folder : null : null;

    /// <summary>Who acts, for the journal.</summary>
    public string User => Variable("USER") is { Length: > 0 } user ? user : Environment.UserName;

    /// <summary>Colours of standard output.</summary>
    public Ink OutInk => new(OutIsTerminal && WantsColour);

    /// <summary>Colours of standard error.</summary>
    public Ink ErrorInk => new(ErrorIsTerminal && WantsColour);

    /// <summary>False with <c>NO_COLOR</c> or a terminal that can do nothing.</summary>
    public bool WantsColour => string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>True when the locale names characters other than UTF-8; nothing named is UTF-8.</summary>
    public bool IsAscii =>
        LocaleVariables.Select(Variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is { } locale
        && !locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase);

    /// <summary>The full path of a path that somebody typed.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Directory);

    /// <summary>A path as short as it can be told: below the folder that relative paths start from, or in full.</summary>
    public string ShortPath(string path)
    {
        var relative = Path.GetRelativePath(Directory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }

    /// <summary>The surroundings of this process.</summary>
    public static Session OfThisProcess() => new(
        () => Open(DescriptorStream.Output, OpenOutput), () => Open(DescriptorStream.Error, OpenError))
    {
        In = OpenInput,
        OutIsTerminal = DescriptorStream.IsTerminal(DescriptorStream.Output),
        ErrorIsTerminal = DescriptorStream.IsTerminal(DescriptorStream.Error),
        InIsTerminal = DescriptorStream.IsTerminal(DescriptorStream.Input),
        Size = TerminalSize.Ask,
        Directory = Environment.CurrentDirectory,
        Variable = Environment.GetEnvironmentVariable,
        AllVariables = () => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(e => new KeyValuePair<string, string>((string)e.Key, (string?)e.Value ?? "")),
        StopSignals = Sessions.StopSignals.Listen,
        Terminal = TerminalKeys.Listen,
        Exit = Environment.Exit,
        FindSelf = OwnProgram,
    };

    // Methods of our own, so that the console of .NET is made ready only where one of them is called.
    private static Stream OpenInput() => Console.OpenStandardInput();

    private static Stream OpenOutput() => Console.OpenStandardOutput();

    private static Stream OpenError() => Console.OpenStandardError();

    private static OutputWriter Open(int descriptor, Func<Stream> open)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
            return new OutputWriter(open());
        }

        return new OutputWriter(DescriptorStream.IsTerminal(descriptor) ? open() : new DescriptorStream(descriptor, open));
    }

    private static (string File, string[] Arguments) OwnProgram()
    {
        var program = Environment.ProcessPath ?? "tasker";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? (program, [Path.Combine(AppContext.BaseDirectory, "tasker.dll")])
            : (program, []);
    }
}
