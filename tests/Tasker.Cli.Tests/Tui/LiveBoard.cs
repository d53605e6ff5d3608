using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Cli.Tui;
using Tasker.Cli.Tui.Pictures;
using Tasker.Cli.Tui.Reading;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Tui;

/// <summary>
/// The live screen on a terminal that keeps what it shows, with a hand that types and files that are said to have changed.
/// </summary>
internal sealed class LiveBoard : IAsyncDisposable, IBoardWatch
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly CommandLine _place;
    private readonly TimeProvider _time;
    private readonly BoardReader _reader;
    private readonly BoardLoop _loop;
    private ITerminalListener? _listener;
    private Action<Parts>? _changed;

    private LiveBoard(
        CommandLine place, TimeProvider time, PlanStore store, (int Width, int Height) size, BoardReader reader, Board board,
        Project project, IBoardWatch? watch)
    {
        (_place, _time, _reader) = (place, time, reader);
        place.Size = size;
        Terminal = new FakeTerminal(size.Width, size.Height);
        var session = SessionFor(place, time, Terminal, listener => _listener = listener);
        _loop = new BoardLoop(session, reader, new BoardSteering(session, store, project), board);
        Ended = _loop.RunAsync(watch ?? this, CancellationToken.None);
    }

    public FakeTerminal Terminal { get; }

    /// <summary>The exit code, when somebody has left.</summary>
    public Task<int> Ended { get; }

    /// <summary>Folders whose output is watched.</summary>
    public IReadOnlyCollection<string> Followed { get; private set; } = [];

    /// <summary>Opens it and waits for the first picture.</summary>
    /// <param name="watch">Tells what changes; null: the test does.</param>
    /// <param name="parts">What is read before the first picture.</param>
    public static async Task<LiveBoard> OpenAsync(
        CommandLine place, TimeProvider time, PlanStore store, Project project, int width = 80, int height = 24, IBoardWatch? watch = null,
        Parts parts = Parts.All)
    {
        var reader = new BoardReader(SessionFor(place, time, TextWriter.Null, _ => { }), store, project);
        var board = await reader.ReadAsync(new BoardRequest(), parts, CancellationToken.None);
        var live = new LiveBoard(place, time, store, (width, height), reader, board, project, watch);
        await live.UntilAsync(picture => picture.Contains("q quit", StringComparison.Ordinal) || width < 60);
        return live;
    }

    /// <summary>Types letters.</summary>
    public LiveBoard Type(string letters)
    {
        foreach (var letter in letters)
        {
            _listener!.Pressed(Key(letter), () => { });
        }

        return this;
    }

    /// <summary>Presses a key that is no letter.</summary>
    public LiveBoard Press(ConsoleKey key, bool shift = false)
    {
        _listener!.Pressed(new ConsoleKeyInfo(key is ConsoleKey.Enter ? '\r' : '\0', key, shift, alt: false, control: false), () => { });
        return this;
    }

    /// <summary>A letter as terminals tell it.</summary>
    public static ConsoleKeyInfo Key(char letter)
    {
        var isKey = char.IsLetter(letter) & Enum.TryParse<ConsoleKey>(char.ToUpperInvariant(letter).ToString(), out var key);
        return new ConsoleKeyInfo(letter, isKey ? key : ConsoleKey.None, char.IsUpper(letter), alt: false, control: false);
    }

    /// <summary>The files have changed, and the moment until that is looked at goes by.</summary>
    public async Task ChangeAsync(Parts parts)
    {
        _changed!(parts);
        await LookAsync();
    }

    /// <summary>Lets the moment go by after which changes are looked at.</summary>
    public async Task LookAsync()
    {
        var time = (ManualTime)_time;
        await time.NextArmedAsync(due => due == Moment, CancellationToken.None);
        time.Advance(Moment);
    }

    /// <summary>The terminal gets another size.</summary>
    public void Resize(int width, int height)
    {
        // The terminal first: a program that asks for its size in between is told of the other one right after.
        Terminal.Resize(width, height);
        _place.Size = (width, height);
        _listener!.Resized();
    }

    public void Suspend() => _listener!.Suspending();

    public void Continue() => _listener!.Continued();

    /// <summary>Waits until the screen shows something.</summary>
    public Task<string> UntilAsync(Predicate<string> shows) => Terminal.UntilAsync(shows, Ended);

    public void Begin(Action<Parts> changed) => _changed = changed;

    public void Follow(IReadOnlyCollection<string> logFolders) => Followed = logFolders;

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
        {
            Press(ConsoleKey.Escape).Press(ConsoleKey.Escape).Type("q");
        }

        await Ended;
        _loop.Dispose();
        await _reader.DisposeAsync();
    }

    private static Session SessionFor(CommandLine place, TimeProvider time, TextWriter output, Action<ITerminalListener> listens)
    {
        place.Terminal = listener =>
        {
            listens(listener);
            return new StringReader("");
        };
        return place.SessionOf(output, output, time);
    }
}
