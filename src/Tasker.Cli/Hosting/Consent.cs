namespace Tasker.Cli.Hosting;

/// <summary>Whether a person wants to go on: nobody is asked before the first task, and nobody is asked again who has said no.</summary>
/// <param name="questions">Asks.</param>
internal sealed class Consent(Questions questions)
{
    private bool _isFirst = true;
    private bool _isRefused;

    /// <summary>Asks, where it is not known.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (_isFirst || _isRefused)
        {
            _isFirst = false;
            return !_isRefused;
        }

        _isRefused = !await questions.AskAsync(question, cancellationToken);
        return !_isRefused;
    }
}
