using Tasker.Core.Runs;

namespace Tasker.Executors.InProcess;

/// <summary>Does one attempt of a step type inside this process.</summary>
/// <param name="context">What to do.</param>
/// <param name="stop">Asks it to stop; it then ends soon, by a result or by an <see cref="OperationCanceledException"/>.</param>
/// <returns>How it ended. One that is done at once costs no change of thread.</returns>
public delegate ValueTask<AttemptEnd> StepHandler(HandlerContext context, CancellationToken stop);
