namespace Tasker.Planning.Files;

/// <summary>Small pieces of work, done by all processors at once where there are many.</summary>
internal static class SideBySide
{
    private const int Few = 128;
    private const int Piece = 32;

    /// <summary>Does the work of each number below <paramref name="count"/>. Whatever it throws comes out when all have ended.</summary>
    public static void Do(int count, Action<int> act)
    {
        var next = 0;
        var others = new Task[count < Few ? 0 : Math.Min(Environment.ProcessorCount, count / Piece) - 1];
        for (var i = 0; i < others.Length; i++)
        {
            // A thread of its own is there sooner than the first one of the pool.
            others[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        try
        {
            Work();
        }
        finally
        {
            Task.WaitAll(others);
        }

        void Work()
        {
            for (var first = Interlocked.Add(ref next, Piece) - Piece; first < count; first = Interlocked.Add(ref next, Piece) - Piece)
            {
                for (var i = first; i < Math.Min(first + Piece, count); i++)
                {
                    act(i);
                }
            }
        }
    }
}
