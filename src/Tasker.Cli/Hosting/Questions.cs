using System.Text;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Hosting;

/// <summary>Asks the person at the terminal. What is not answered is answered with no.</summary>
/// <param name="session">The surroundings.</param>
internal sealed class Questions(Session session)
{
    private readonly Lazy<StreamReader> _answers = new(() => new StreamReader(session.In(), Encoding.UTF8));

    private Task<string?>? _pending;

    /// <summary>A question that is answered with yes or no.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancellationToken) =>
        await LineAsync($"{question} (y/n): ", cancellationToken) is { } answer && answer.StartsWith("y", StringComparison.OrdinalIgnoreCase);

    /// <summary>A question that is answered with one of some words, or the beginning of one; null: with none of them.</summary>
    public async Task<string?> ChooseAsync(string question, string[] words, CancellationToken cancellationToken) =>
        await LineAsync($"{question} ({string.Join("/", words)}): ", cancellationToken) is { Length: > 0 } answer
            ? words.FirstOrDefault(word => word.StartsWith(answer, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>A line; null: there is none any more.</summary>
    public async Task<string?> LineAsync(string question, CancellationToken cancellationToken)
    {
        await session.Error.WriteAsync(question);

        // A terminal cannot be told to stop reading: what it reads later is the answer to the next question.
        _pending ??= _answers.Value.ReadLineAsync(CancellationToken.None).AsTask();
        var line = await _pending.WaitAsync(cancellationToken);
        _pending = null;
        return line?.Trim();
    }
}
