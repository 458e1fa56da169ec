import {findUser} from '../../sql/queries/users.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {displayNameOf} from '../access/viewer.ts';

/** What an account is called: lists say who did something by its id. */
export function addAccountName(): void {
  builder.queryField('accountName', t =>
    t.string({
      nullable: true,
      authScopes: {mentor: true},
      description: 'What an account is called; null where there is none with this id.',
      args: {id: t.arg.string({required: true, validate: textUpTo(255)})},
      resolve: async (_root, {id}, {pool}) => {
        const user = await findUser(pool, id);
        return user === null ? null : displayNameOf(user);
      },
    }),
  );
}
